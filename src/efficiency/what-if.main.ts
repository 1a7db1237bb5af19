import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { operation } from '../operations/command-line.js';
import { EXIT, interruption, refusal, usage } from '../operations/exit-codes.js';
import { logInUse } from '../operations/logs/log-address.js';
import { openLog } from '../operations/logs/open-log.js';
import { runCommand } from '../operations/run-command.js';
import { parseInstant } from '../platform/rfc3339.js';
import { compareModels, type ComparedModels } from './api/what-if/compare-models.js';
import { differenceLines, flipLine, jsonOf, totalLine } from './api/what-if/print-comparison.js';
import { readRules, RULES_FILE_BYTES_MAX } from './api/what-if/read-rules-file.js';
import type { RuleSet } from './projections/what-if/rule-set.js';
import { WhatIfRefused } from './read-model/what-if/refusals.js';

const FLIPS_MAX = 100_000;
const HELP = `
The rules are a YAML file with the names of the GraphQL input WhatIfRulesInput 规则文件 (YAML):

  items:
    - codes: [food-permit]                            # left out: every service item 省略则为全部事项
      promised: { unit: WORKING_DAY, by: -1 }         # or amount: 4, or none: true
      route: [intake, market, licensing]
  calendars:
    - calendarId: cn-hall
      dates: [{ date: '2026-05-20', hours: closed }]

The log is replayed twice, as it is and under the rules, into files of its own; the service may run.
日志按现行规则与假设规则各重放一次，写入临时文件；服务无需停止，日志不变。

Examples 示例:
  npm run what-if -- --rules shorter.yaml
  npm run what-if -- --rules shorter.yaml --from 2026-01-01T00:00:00+08:00 --to 2026-02-01T00:00:00+08:00 --json
`;

const instant = (text: string): number => {
  const parsed = parseInstant(text);
  if (parsed === null) throw new InvalidArgumentError('An RFC 3339 date and time with a zone.');
  return Date.parse(parsed);
};
const wholeNumber = (text: string): number => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > FLIPS_MAX) throw new InvalidArgumentError(`0 to ${FLIPS_MAX}.`);
  return number;
};

interface Options {
  readonly rules: string;
  readonly data: string;
  readonly from?: number;
  readonly to?: number;
  readonly at?: number;
  readonly department?: readonly string[];
  readonly flips: number;
  readonly json: boolean;
  readonly quiet: boolean;
}
const program = operation(
  'what-if',
  'Replays the recorded history under another rule set and tells what would differ; the log is not touched.',
  '按另一套规则重放已记录的历史，列出指标差异与结论变化的办件；不改动日志。',
  HELP,
)
  .requiredOption('--rules <file>', 'the rule set, YAML 规则文件')
  .option('-d, --data <dir>', 'data folder 数据目录', process.env['DATA_DIR']?.trim() || './data')
  .option('--from <instant>', 'the period begins 时段起', instant)
  .option('--to <instant>', 'the period ends, exclusive 时段止', instant)
  .option('--at <instant>', 'open requests are judged then (default: now) 判定时刻', instant)
  .option('--department <id...>', 'only these departments 仅这些部门')
  .option('--flips <n>', 'how many flips to list (0 to 100000) 列出的变化条数', wholeNumber, 50)
  .option('--json', 'one JSON document 输出 JSON', false)
  .parse();
const options = program.opts<Options>();

function readFile(file: string): RuleSet {
  try {
    if (statSync(file).size > RULES_FILE_BYTES_MAX) throw usage('RULES_TOO_LARGE', `${file} is larger than 1 MiB.`, '规则文件超过 1 MiB。');
    return readRules(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof WhatIfRefused) throw refusal(error.code, error.message, '规则未被接受，未作任何更改。');
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw usage('RULES_NOT_FOUND', `There is no file ${file}.`, `没有文件 ${file}。`);
    throw error;
  }
}

runCommand(options.quiet, async ({ say, complain, progress, signal }) => {
  const rules = readFile(options.rules);
  const log = await openLog(logInUse(options.data, process.env), false);
  const folder = mkdtempSync(join(tmpdir(), 'what-if-'));
  try {
    const compared = await compareModels({ store: log.store, rules, folder, question: options, nowMs: Date.now(), progress, signal });
    tell(compared, say, complain);
    return EXIT.done;
  } catch (error) {
    if (signal.aborted) throw interruption();
    if (error instanceof WhatIfRefused) throw refusal(error.code, error.message, '规则未被接受，未作任何更改。');
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await log.store.close();
  }
});

function tell({ position, departments, totals, flips, unmeasured }: ComparedModels, say: (text: string) => void, complain: (text: string) => void): void {
  if (unmeasured > 0) complain(`${unmeasured} requests cannot be measured under the rules and are in no figure there. ${unmeasured} 个办件在该规则下无法计算。`);
  if (options.json) return say(jsonOf({ position, unmeasured, departments, totals, flips: flips.rows, flipsTotal: flips.totalCount, requests: flips.requests }));
  say(`Position 日志位置 ${position}`);
  for (const line of differenceLines(departments)) say(line);
  say(`\nFlips 结论变化: ${flips.totalCount} (${flips.requests} requests 办件)`);
  for (const total of totals) say(`  ${totalLine(total)}`);
  for (const flip of flips.rows) say(flipLine(flip));
  if (flips.rows.length < flips.totalCount) say(`… --flips ${Math.min(FLIPS_MAX, flips.totalCount)} lists more. 加 --flips 可列出更多。`);
}
