//! A small site, made by hand, and what its pages' templates give.

mod assets;
mod bounds;
mod choice;
mod errors;
mod examples;
mod functions;
mod nav;
mod pages;
mod reads;
mod support;
mod values;
