//! A small site, made by hand, and what its pages' templates give.

mod support;

mod pages;
