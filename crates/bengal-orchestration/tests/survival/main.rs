//! Whatever happens to a build or to what it left: the next build is right.

mod damage;
mod faults;
mod faulty;
mod interrupted;
mod meanwhile;
mod site;
