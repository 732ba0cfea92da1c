mod scratch;
mod sites;
mod support;
