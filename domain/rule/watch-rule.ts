export { Rule } from './rule.ts';
