import { Busboy } from '@fastify/busboy';
import { MAX_BODY_BYTES, storable } from '../forms.ts';
import { isOwnForm } from '../ownForm.ts';
import type { Web, WebContext } from '../web.ts';

const LIMITS = { fieldNameSize: 100, fieldSize: 20_000, fields: 20, files: 1, parts: 24, headerPairs: 20 };

/**
 * The texts that stand above the file in a form of this site, by field. The file is not read, so that a form whose file is too
 * large keeps its texts. Empty where the body was read already, or is no such form.
 */
export async function readFieldsAbove(web: Web, c: WebContext): Promise<Readonly<Record<string, string>>> {
  const fields: Record<string, string> = {};
  const { body } = c.req.raw;
  const type = c.req.header('content-type') ?? '';
  if (!body || body.locked || !isOwnForm(web, c) || !/^multipart\/form-data;.*boundary=/i.test(type)) return fields;
  let isOver = false;
  let left = MAX_BODY_BYTES;
  const end = (): void => {
    isOver = true;
  };
  const parser = new Busboy({ headers: { 'content-type': type }, limits: LIMITS });
  parser.on('field', (name, value) => {
    fields[name] = storable(value);
  });
  parser.on('file', (_field, stream) => {
    stream.resume();
    end();
  });
  parser.on('error', end);
  // The connection must stay open for the answer.
  for await (const chunk of body.values({ preventCancel: true })) {
    const piece = chunk.subarray(0, left);
    left -= piece.length;
    await new Promise<void>((done) => parser.write(piece, () => done()));
    if (isOver || left === 0) break;
  }
  return fields;
}
