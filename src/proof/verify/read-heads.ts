import { createInterface } from 'node:readline';
import { stopIfAborted } from '../../operations/exit-codes.js';
import { faultOfHead, HEAD_FAULTS } from '../domain/judge-head.js';
import type { TreeHead } from '../domain/head.js';
import type { PublishedKey } from '../domain/signing-keys.js';
import { LINE_BYTES_MAX, readHead } from '../heads/head-lines.js';
import { type Finding, headRefused, headUnreadable, otherLog, splitView } from './findings.js';
import { HeadIndex } from './head-index.js';

export interface HeadSource {
  readonly label: string;
  readonly lines: NodeJS.ReadableStream;
}

export interface ReadHeads {
  readonly index: HeadIndex;
  /** Of the heads that count; null without one. */
  readonly logId: string | null;
  readonly findings: readonly Finding[];
  /** Findings that are not listed one by one. */
  readonly more: number;
}

export interface HeadJudging {
  readonly keys: readonly PublishedKey[];
  readonly nowMs: number;
  readonly signal: AbortSignal;
}

/** A thousand damaged lines say no more than the first few. */
const LISTED_MAX = 20;

/** Every head that is signed by a key in force, by size; what is no such head is a finding. */
export async function readHeads(sources: readonly HeadSource[], judging: HeadJudging): Promise<ReadHeads> {
  const index = new HeadIndex();
  const findings: Finding[] = [];
  let more = 0;
  const found = (finding: Finding): void => void (findings.length < LISTED_MAX ? findings.push(finding) : (more += 1));
  let logId: string | null = null;
  for (const source of sources) {
    let line = 0;
    for await (const text of createInterface({ input: source.lines, crlfDelay: Infinity })) {
      stopIfAborted(judging.signal);
      line += 1;
      if (text.trim() === '') continue;
      const label = `${source.label}:${line}`;
      const read = judged(text, label, judging);
      if ('code' in read) found(read);
      else if (logId !== null && read.logId !== logId) found(otherLog(label, read.logId));
      else {
        logId = read.logId;
        index.add(read, source.label, line);
      }
    }
  }
  for (let place = 1; place < index.count; place += 1) {
    const [before, head] = [index.at(place - 1), index.at(place)];
    if (before !== null && head !== null && before.treeSize === head.treeSize && !before.root.equals(head.root)) found(splitView(before.label, head.label, head.treeSize));
  }
  return { index, logId, findings, more };
}

function judged(text: string, label: string, { keys, nowMs }: HeadJudging): TreeHead | Finding {
  const read = readHead(text.length > LINE_BYTES_MAX ? text : unwrapped(text));
  if (read.head === null) return headUnreadable(label, read.wrong);
  const fault = faultOfHead(read.head, keys, nowMs);
  return fault === null ? read.head : headRefused(label, HEAD_FAULTS[fault]);
}

/** A line of the service's standard output carries it under a name. */
const unwrapped = (text: string): string => /^\s*\{\s*"treeHead"\s*:\s*(\{.*\})\s*\}\s*$/s.exec(text)?.[1] ?? text;
