mod sites;
mod support;
