//! What the parts do together, in one binary: it links once.

#[macro_use]
mod contract;

mod audit;
mod cli;
mod downloads;
mod elements;
mod entry;
mod goal_pages;
mod goals;
mod guards;
mod house;
mod http;
mod postgres;
mod search;
mod served;
mod setup;
mod statements;
mod store;
mod workbook;
mod workbook_refused;
mod world;
