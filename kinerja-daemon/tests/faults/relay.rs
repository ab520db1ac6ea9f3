//! The relay of the tests, in a thread of its own, with all that it saw in a file.

use std::{
    fs::File,
    io::Write,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    thread::sleep,
    time::{Duration, Instant},
};

use tokio::{
    net::TcpListener,
    runtime::{Builder, Runtime},
    sync::mpsc::{UnboundedReceiver, unbounded_channel},
};

use crate::support::{
    smtp_log::line,
    smtp_script::Script,
    smtp_sink::{Act, Event, Setup, Sink, Step},
};

/// A relay that outlives the daemon.
pub(crate) struct Relay {
    sink: Sink,
    took: Receiver<String>,
    ended: Arc<AtomicUsize>,
    // Dropped last: the others live in it.
    _runtime: Runtime,
}

impl Relay {
    /// Listens on a free port and writes what happens into a file.
    pub(crate) fn start(log: &Path) -> Self {
        Self::of(Setup { pipelining: true, ..Setup::default() }, log)
    }

    /// The same of a relay that can do this.
    pub(crate) fn of(setup: Setup, log: &Path) -> Self {
        let log = File::options().create(true).append(true).open(log).unwrap();
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let (tell, told) = unbounded_channel();
        let (say, took) = channel();
        let ended = Arc::new(AtomicUsize::new(0));
        let sink = runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            Sink::listen(listener, setup, Some(tell))
        });
        runtime.spawn(write_down(told, log, say, Arc::clone(&ended)));
        Self { sink, took, ended, _runtime: runtime }
    }

    /// The port on 127.0.0.1.
    pub(crate) fn port(&self) -> u16 {
        self.sink.port()
    }

    /// Scripts the next time that this step is reached.
    pub(crate) fn on(&self, step: Step, act: Act) {
        self.sink.on(step, act);
    }

    /// Scripts every time that this step is reached.
    pub(crate) fn always(&self, step: Step, act: Act) {
        self.sink.always(step, act);
    }

    /// Does what a script says.
    pub(crate) fn follow(&self, script: &Script) {
        script.tell(&self.sink);
    }

    /// Takes a mail with these bytes, and says nothing of it.
    pub(crate) fn hush(&self, mail: Vec<u8>) {
        self.sink.hush(mail);
    }

    /// The mails that it took so far, as they came.
    pub(crate) fn mails(&self) -> Vec<Vec<u8>> {
        self.sink.seen().mails.into_iter().map(|mail| mail.bytes).collect()
    }

    /// Waits until a mail is taken; gives its digest, or nothing when none is.
    pub(crate) fn next_taken(&self, patience: Duration) -> Option<String> {
        self.took.recv_timeout(patience).ok()
    }

    /// How many mails it took so far.
    pub(crate) fn taken(&self) -> usize {
        self.sink.seen().mails.len()
    }

    /// How many conversations there were so far.
    pub(crate) fn connections(&self) -> usize {
        self.sink.seen().connections
    }

    /// Waits until nobody talks any more and all is written down.
    pub(crate) fn rest(&self) {
        let begun = Instant::now();
        while self.ended.load(Ordering::SeqCst) < self.sink.seen().connections {
            assert!(begun.elapsed() < Duration::from_secs(30), "somebody still talks");
            sleep(Duration::from_millis(2));
        }
    }
}

async fn write_down(
    mut told: UnboundedReceiver<(usize, Event)>,
    mut log: File,
    say: Sender<String>,
    ended: Arc<AtomicUsize>,
) {
    while let Some((connection, event)) = told.recv().await {
        let line = line(connection, &event);
        writeln!(log, "{line}").unwrap();
        match event {
            Event::Took(_) => {
                let digest = line["sha256"].as_str().unwrap().to_owned();
                // Whoever does not wait for it need not be told.
                drop(say.send(digest));
            }
            Event::Ended => drop(ended.fetch_add(1, Ordering::SeqCst)),
            Event::Connected | Event::Command(_) | Event::Acted(_) => {}
        }
    }
}
