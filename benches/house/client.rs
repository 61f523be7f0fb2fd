//! The least HTTP client that can keep a server busy: its own cost must not hide the server's.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

/// A connection that is kept open from request to request.
pub struct Connection {
    stream: BufReader<TcpStream>,
    address: String,
}

pub struct Answer {
    pub status: u16,
    head: String,
    /// As it came: compressed, if it was asked for so.
    pub body: Vec<u8>,
}

impl Connection {
    pub fn open(address: &str) -> Connection {
        let stream = TcpStream::connect(address).expect("the server listens");
        stream.set_nodelay(true).expect("a socket");
        Connection { stream: BufReader::new(stream), address: address.to_owned() }
    }

    /// `headers` are whole lines.
    pub fn get(&mut self, path: &str, headers: &str) -> Answer {
        self.send(&format!("GET {path} HTTP/1.1\r\nhost: {}\r\n{headers}\r\n", self.address))
    }

    /// A form as a page of the server would send it. `headers` are whole lines.
    pub fn post(&mut self, path: &str, headers: &str, form: &str) -> Answer {
        let address = &self.address;
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: {address}\r\norigin: http://{address}\r\naccept: text/html\r\n\
             content-type: application/x-www-form-urlencoded\r\n{headers}content-length: {}\r\n\r\n{form}",
            form.len()
        );
        self.send(&request)
    }

    fn send(&mut self, request: &str) -> Answer {
        self.stream.get_mut().write_all(request.as_bytes()).expect("the server takes requests");
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            let read = self.stream.read_line(&mut head).expect("the server answers");
            assert!(read > 0, "the server hung up");
        }
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status");
        let mut answer = Answer { status, head, body: Vec::new() };
        match answer.header("content-length") {
            Some(length) => self.read(length.parse().expect("a length"), &mut answer.body),
            None => self.read_chunks(&mut answer.body),
        }
        answer
    }

    fn read(&mut self, length: usize, body: &mut Vec<u8>) {
        let before = body.len();
        body.resize(before + length, 0);
        self.stream.read_exact(&mut body[before..]).expect("a whole body");
    }

    fn read_chunks(&mut self, body: &mut Vec<u8>) {
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line).expect("a chunk");
            let length = usize::from_str_radix(line.trim(), 16).expect("a chunk's length");
            self.read(length, body);
            self.stream.read_line(&mut line).expect("a chunk's end");
            if length == 0 {
                return;
            }
        }
    }
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(':'));
        lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }
}
