// Classifies messages on the command line, one JSON object a line:
//   node ask.mjs "where is my order"
//   node ask.mjs < messages.txt               a message a line
//   node ask.mjs --json < messages.jsonl      a JSON string a line
import { createInterface } from 'node:readline';
import { load } from './intentbot.mjs';

const given = process.argv.slice(2).filter((argument) => argument !== '--json');
const isJson = process.argv.includes('--json');
const classifier = await load();

for await (const message of given.length ? given : createInterface({ input: process.stdin })) {
  const { intent, confidence, score, accepted, ranking } = classifier.classify(isJson ? JSON.parse(message) : message);
  console.log(JSON.stringify({ intent, confidence, score, accepted, ranking }));
}
