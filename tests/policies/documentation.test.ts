import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rulesTable, settingsTable } from '../../policies/reference';
import { RULES } from '../../policies/rules';

const DOCUMENT = readFileSync(join(__dirname, '../../docs/policies.md'), 'utf8');

function tableOf(name: string): string | undefined {
  return new RegExp(`<!-- table: ${name} -->\\n([\\s\\S]*?)\\n?<!-- end -->`).exec(DOCUMENT)?.[1];
}

describe('the documentation of the policies', () => {
  it('has the table of the rules as the code makes it', () => {
    assert.equal(tableOf('policies'), rulesTable());
  });

  it('has the table of the settings as the code makes it', () => {
    assert.equal(tableOf('policy-settings'), settingsTable());
  });

  it('shows a configuration of rules and settings that there are', () => {
    const [, example = ''] = /```json\n([\s\S]*?)```/.exec(DOCUMENT) ?? [];
    for (const [name, value] of Object.entries(JSON.parse(example) as Record<string, unknown>)) {
      if (name === 'all') continue;
      const rule = RULES.find((each) => each.name === name);
      assert.ok(rule, name);
      if (typeof value !== 'object' || value === null) continue;
      for (const setting of Object.keys(value))
        assert.ok(setting === 'enforcementLevel' || rule.settings.some((each) => each === setting), setting);
    }
  });
});
