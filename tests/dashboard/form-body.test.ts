import { describe, expect, it } from 'vitest';
import { CASE_BODIES, WARNING_BODIES } from '../../api/command-contract.ts';
import { CASE_FORMS, type CommandForm, type Field, WARNING_FORMS } from '../../dashboard/command/command-form.ts';
import { type FieldValue, type FieldValues, formBody } from '../../dashboard/command/form-body.ts';

const DIGEST = 'a'.repeat(64);
const FILE = { name: 'a.pdf', sha256: DIGEST, bytes: 3 };

/** Something that a person could fill in. */
function filled({ kind, name, values }: Field): FieldValue {
  switch (kind) {
    case 'choice':
      return values?.[0] ?? (name === 'grade' ? 'orange' : name === 'day' ? '2026-11-23' : 'jia');
    case 'words':
    case 'line':
      return '内容';
    case 'number':
      return '12';
    case 'time':
      return '2026-11-22T14:00';
    case 'window':
      return { from: '2026-11-22T14:00', to: '' };
    case 'cities':
      return ['jia', 'yi'];
    case 'officers':
      return [{ name: '某', jurisdiction: 'jia', certificate: '1' }];
    case 'file':
    case 'files':
      return [FILE];
    case 'percents':
      return { pm25: '20', o3: '' };
    case 'hash':
      return DIGEST;
  }
}

function valuesOf({ fields }: CommandForm, wanted: (field: Field) => boolean): FieldValues {
  return Object.fromEntries(fields.filter(wanted).map((field) => [field.name, filled(field)]));
}

const COMMANDS = [
  ...Object.entries(WARNING_FORMS).map(([name, form]) => [`warning ${name}`, form, WARNING_BODIES] as const),
  ...Object.entries(CASE_FORMS).map(([name, form]) => [`case ${name}`, form, CASE_BODIES] as const),
];

describe('the body of a command', () => {
  it.each(COMMANDS)(
    '%s is what the api takes, with every field and with those that are needed alone',
    (name, form, bodies) => {
      const schema = (bodies as Readonly<Record<string, { safeParse(body: unknown): { error?: unknown } }>>)[
        name.split(' ')[1] ?? ''
      ];
      for (const wanted of [() => true, ({ optional }: Field) => optional !== true]) {
        const result = formBody(form, valuesOf(form, wanted));
        expect(result).toHaveProperty('body');
        expect(schema?.safeParse('body' in result ? result.body : null).error).toBeUndefined();
      }
    },
  );

  it('has a form for every command that people give', () => {
    expect(Object.keys(WARNING_FORMS).sort()).toEqual(Object.keys(WARNING_BODIES).sort());
    expect(Object.keys(CASE_FORMS).sort()).toEqual(Object.keys(CASE_BODIES).sort());
  });

  it('names what is missing, blanks included', () => {
    expect(formBody(WARNING_FORMS.lift, { reason: '  ' })).toEqual({ missing: ['reason'] });
    const half = [{ name: '某', jurisdiction: 'jia', certificate: '' }];
    const inspected = { visitedAt: '2026-11-22T14:00', officers: half, account: '检查' };
    expect(formBody(CASE_FORMS.inspect, inspected)).toEqual({ missing: ['officers'] });
  });

  it('takes times as Beijing time, and says none with ozone', () => {
    const propose = {
      kind: 'ozone',
      grade: 'red',
      cities: ['jia'],
      window: { from: '2026-11-22T14:00', to: '' },
      basis: 'forecast',
      reason: '臭氧',
    };
    expect(formBody(WARNING_FORMS.propose, propose)).toEqual({
      body: {
        kind: 'ozone',
        grade: 'none',
        cities: ['jia'],
        window: { from: '2026-11-22T14:00:00+08:00', to: null },
        basis: 'forecast',
        reason: '臭氧',
      },
    });
  });

  it('sends yes and no as such', () => {
    const said = formBody(CASE_FORMS.find, { violation: 'false', account: '未发现', reason: '设施正常' });
    expect(said).toEqual({ body: { violation: false, account: '未发现', reason: '设施正常' } });
  });
});
