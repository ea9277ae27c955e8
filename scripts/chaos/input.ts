import type { Socket } from 'node:net';

/** The input of a connection, split at marks. */
type Input = {
  /** The text before the next `mark`; null after the end of the connection. One call at a time. */
  until: (mark: string) => Promise<string | null>;
  /** Releases the socket for TLS. */
  detach: () => void;
};

/** Reads a socket as latin1 text. */
export function readInput(socket: Socket): Input {
  let text = '';
  let searched = 0;
  let isOver = false;
  let wanted: { mark: string; done: (text: string | null) => void } | null = null;

  const serve = (): void => {
    if (!wanted) return;
    const end = text.indexOf(wanted.mark, Math.max(0, searched - wanted.mark.length));
    const { mark, done } = wanted;
    if (end < 0 && !isOver) {
      searched = text.length;
      return;
    }
    wanted = null;
    searched = 0;
    if (end < 0) return done(null);
    const found = text.slice(0, end);
    text = text.slice(end + mark.length);
    done(found);
  };
  const onData = (chunk: Buffer): void => {
    text += chunk.toString('latin1');
    serve();
  };
  const onOver = (): void => {
    isOver = true;
    serve();
  };
  socket.on('data', onData).on('end', onOver).on('close', onOver);
  return {
    until: (mark) =>
      new Promise((done) => {
        wanted = { mark, done };
        serve();
      }),
    detach: () => void socket.off('data', onData).off('end', onOver).off('close', onOver),
  };
}
