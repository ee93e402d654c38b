// Asks the JavaScript export messages: node runtime_caller.mjs FOLDER. It reads and writes what runtime_caller.py does.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const { load } = await import(pathToFileURL(`${process.argv[2]}/intentbot.mjs`));
const classifier = await load();
const texts = JSON.parse(readFileSync(0, 'utf-8'));

function times() {
  return texts.map((text) => {
    const began = process.hrtime.bigint();
    classifier.classify(text);
    return Number(process.hrtime.bigint() - began);
  });
}

process.stdout.write(JSON.stringify([times(), times(), texts.map((text) => classifier.classify(text).intent)]));
