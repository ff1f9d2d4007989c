import type { Condition, ConditionOf } from '../../rule/condition.ts';
import type { Text } from '../../rule/text.ts';
import { isIndex, valueRange } from './value-range.ts';

type Threshold = ConditionOf<'threshold'>;

/** What remains possible for a quantity when several limits hold at once. */
interface Span {
  low: number;
  high: number;
  /** Whether the end itself is excluded. */
  lowOpen: boolean;
  highOpen: boolean;
  readonly said: string[];
}

/** Why the parts of an `all` can never hold together, or undefined when they can as far as limits tell. */
export function contradictionIn(parts: readonly Condition[]): Text | undefined {
  const limits = parts.flatMap(limitsOf);
  const spans = new Map<string, Span>();
  for (const { leaf, negated } of limits) narrow(spans, leaf, negated);
  for (const [key, span] of spans) {
    if (isEmpty(span)) return cannot(span.said);
    for (const { leaf, negated } of limits) {
      if (negated || leaf.outside === undefined || keyOf(leaf) !== key) continue;
      if (span.low >= leaf.outside[0] && span.high <= leaf.outside[1]) {
        return cannot([...span.said, `${leaf.quantity} outside ${leaf.outside.join('..')}`]);
      }
    }
  }
  // HJ 633: the AQI is the largest IAQI, so it is never below one.
  for (const [key, span] of spans) {
    const [quantity, over] = key.split(' ');
    const whole = quantity?.startsWith('iaqi.') ? spans.get(`aqi ${over}`) : undefined;
    if (whole !== undefined && span.low > whole.high) return cannot([...span.said, ...whole.said]);
  }
  return undefined;
}

/** Limits that hold whenever all parts do, nested `all` included; `not` of one limit is the other side of it. */
function limitsOf(part: Condition): { leaf: Threshold; negated: boolean }[] {
  if (part.kind === 'threshold') return [{ leaf: part, negated: false }];
  if (part.kind === 'all') return part.of.flatMap(limitsOf);
  return part.kind === 'not' && part.when.kind === 'threshold' ? [{ leaf: part.when, negated: true }] : [];
}

function narrow(spans: Map<string, Span>, leaf: Threshold, negated: boolean): void {
  const key = keyOf(leaf);
  const span = spans.get(key) ?? { ...valueRange(leaf.quantity), lowOpen: false, highOpen: false, said: [] };
  spans.set(key, span);
  const { above, below, outside } = leaf;
  if (above !== undefined) negated ? atMost(span, above, false) : atLeast(span, above, true);
  if (below !== undefined) negated ? atLeast(span, below, false) : atMost(span, below, true);
  if (outside !== undefined && negated) {
    atLeast(span, outside[0], false);
    atMost(span, outside[1], false);
  }
  if (outside === undefined || negated) span.said.push(`${negated ? 'not ' : ''}${limitText(leaf)}`);
  if (!isIndex(leaf.quantity)) return;
  // Whole numbers: above 150 is 151 or more.
  span.low = span.lowOpen ? Math.floor(span.low) + 1 : Math.ceil(span.low);
  span.high = span.highOpen ? Math.ceil(span.high) - 1 : Math.floor(span.high);
  span.lowOpen = false;
  span.highOpen = false;
}

function atLeast(span: Span, low: number, open: boolean): void {
  if (low > span.low || (low === span.low && open)) {
    span.low = low;
    span.lowOpen = open;
  }
}

function atMost(span: Span, high: number, open: boolean): void {
  if (high < span.high || (high === span.high && open)) {
    span.high = high;
    span.highOpen = open;
  }
}

function isEmpty({ low, high, lowOpen, highOpen }: Span): boolean {
  return low > high || (low === high && (lowOpen || highOpen));
}

function keyOf({ quantity, over }: Threshold): string {
  return `${quantity} ${over}`;
}

function limitText({ quantity, above, below, outside }: Threshold): string {
  if (above !== undefined) return `${quantity} above ${above}`;
  return below === undefined ? `${quantity} outside ${outside?.join('..')}` : `${quantity} below ${below}`;
}

function cannot(said: readonly string[]): Text {
  return { en: `can never all be true: ${said.join(', ')}`, zh: `不可能同时成立：${said.join('，')}` };
}
