//! What the parts do together, in one binary: it links once.

#[macro_use]
mod contract;

mod audit;
mod cli;
mod crash;
mod data_call;
mod data_call_pages;
mod downloads;
mod elements;
mod embed;
mod entry;
mod exports;
mod forecast;
mod gallery;
mod goal_pages;
mod goals;
mod guards;
mod house;
mod http;
mod mail;
mod mail_server;
mod notes;
mod postgres;
mod program;
mod readers;
mod relations;
mod reminder_pages;
mod review;
mod risk;
mod search;
mod served;
mod setup;
mod spc;
mod statements;
mod store;
mod upload;
mod workbook;
mod workbook_refused;
mod world;
