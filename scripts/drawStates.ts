import { readFile, writeFile } from 'node:fs/promises';
import { drawStates, GLOSSARY, insertStates } from './drawStates/diagram.ts';

/** Writes the state diagrams of src/domain/states.ts into the glossary. */
await writeFile(GLOSSARY, insertStates(await readFile(GLOSSARY, 'utf8'), drawStates()));
