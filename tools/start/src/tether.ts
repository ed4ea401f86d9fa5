// Loaded into every child process before its own code (`node --import`). The channel to the starter is a tether: when
// it is cut, because the starter asks for the end or because it was killed, the child closes as on SIGTERM. A terminal
// sends Ctrl-C to the whole process group, so a child that is closing already is left alone.

const patience = 12_000;
let closing = false;

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    closing = true;
    if (process.listenerCount(signal) === 1) {
      // The program itself does not listen yet, or does not care.
      process.exit(0);
    }
  });
}

process.once('disconnect', () => {
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), patience).unref();
  if (!closing) {
    process.kill(process.pid, 'SIGTERM');
  }
});
process.channel?.unref();

export {};
