mod directives;
mod elements;
mod hostile;
mod includes;
mod links;
mod places;
mod sites;
mod support;
