import assert from 'node:assert/strict';
import { matches, parsePattern } from '../../../sandbox/event-pattern/index';

const asks = (pattern: object, event: object): boolean => matches(parsePattern(JSON.stringify(pattern)), event);

describe('an event pattern and lists in events', () => {
  it('matches when the list and the pattern have a value in common', () => {
    assert.equal(asks({ resources: ['x', 'y'] }, { resources: ['z', 'y'] }), true);
    assert.equal(asks({ resources: ['x', 'y'] }, { resources: ['z'] }), false);
    assert.equal(asks({ resources: [null] }, { resources: [] }), false);
    assert.equal(asks({ resources: [null] }, { resources: [null] }), true);
  });

  it('takes different values of one list for different operators of one field', () => {
    assert.equal(asks({ a: [{ numeric: ['>', 5] }, 'x'] }, { a: [1, 6] }), true);
    assert.equal(asks({ a: [{ numeric: ['>', 5] }, 'x'] }, { a: [1, 'y'] }), false);
  });

  it('looks into lists of objects and into lists of lists', () => {
    const pattern = { employees: { firstName: ['Anna'] } };
    assert.equal(asks(pattern, { employees: [{ firstName: 'John' }, { firstName: 'Anna' }] }), true);
    assert.equal(asks(pattern, { employees: [[{ firstName: ['Anna'] }], [{ firstName: 'Peter' }]] }), true);
    assert.equal(asks(pattern, { employees: ['Anna', { lastName: 'Anna' }] }), false);
  });

  it('never puts fields of different elements of a list together', () => {
    const pattern = { employees: { firstName: ['Anna'], lastName: ['Jones'] } };
    const [anna, peter] = [
      { firstName: 'Anna', lastName: 'Smith' },
      { firstName: 'Peter', lastName: 'Jones' },
    ];
    assert.equal(asks(pattern, { employees: [anna, peter] }), false);
    assert.equal(asks(pattern, { employees: [anna, peter, { firstName: 'Anna', lastName: 'Jones' }] }), true);
    assert.equal(asks(pattern, { employees: [[anna], [peter]] }), false);
    assert.equal(asks(pattern, { employees: [{ firstName: ['Anna', 'Peter'], lastName: 'Jones' }] }), true);
  });

  it('puts fields together across levels only when they are in the same element at each', () => {
    const pattern = { users: { name: ['a'], tags: { key: ['color'], value: ['blue'] } } };
    const blue = {
      tags: [
        { key: 'size', value: 'blue' },
        { key: 'color', value: 'blue' },
      ],
    };
    assert.equal(asks(pattern, { users: [{ name: 'a', ...blue }] }), true);
    assert.equal(
      asks(pattern, {
        users: [
          { name: 'b', ...blue },
          { name: 'a', tags: [{ key: 'color', value: 'red' }] },
        ],
      }),
      false,
    );
    assert.equal(asks(pattern, { users: [{ name: 'a', tags: [{ key: 'color' }, { value: 'blue' }] }] }), false);
  });

  it('puts fields of different lists together', () => {
    const pattern = { left: { a: [1] }, right: { b: [2] }, also: ['x'] };
    assert.equal(asks(pattern, { left: [{ a: 0 }, { a: 1 }], right: [{ b: 2 }, { b: 0 }], also: 'x' }), true);
    assert.equal(asks(pattern, { left: [{ a: 0 }, { a: 1 }], right: [{ b: 2 }], also: 'y' }), false);
  });

  it('takes a field as absent that is missing from the element that the fields before it are in', () => {
    const pattern = { list: { a: [1], b: [{ exists: false }] } };
    assert.equal(asks(pattern, { list: [{ a: 1 }, { b: 2 }] }), true);
    assert.equal(asks(pattern, { list: [{ a: 1, b: 2 }] }), false);
    assert.equal(asks(pattern, { list: [{ a: 1, b: 2 }, { a: 1 }] }), true);
  });

  it('takes a field as present that is anywhere in the list when no field before it has chosen an element', () => {
    const pattern = { list: { a: [{ exists: false }], b: [2] } };
    assert.equal(asks(pattern, { list: [{ a: 1 }, { b: 2 }] }), false);
    assert.equal(asks(pattern, { list: [{ b: 2 }] }), true);
  });

  it('takes the fields in the order of their names, not in the order that the pattern gives', () => {
    const event = { list: [{ a: 1 }, { b: 2 }] };
    assert.equal(asks({ list: { b: [{ exists: false }], a: [1] } }, event), true);
    assert.equal(asks({ list: { b: [2], a: [{ exists: false }] } }, event), false);
  });

  it('takes a value that stands in a list beside objects as in no element', () => {
    const pattern = { list: ['x'], other: ['y'] };
    assert.equal(asks(pattern, { list: ['w', 'x', { a: 1 }], other: ['z', 'y'] }), true);
  });

  it('keeps elements apart in every branch of $or', () => {
    const pattern = {
      list: {
        $or: [
          { a: [1], b: [2] },
          { c: [3], d: [4] },
        ],
      },
    };
    assert.equal(asks(pattern, { list: [{ a: 1 }, { b: 2 }, { c: 3 }, { d: 4 }] }), false);
    assert.equal(asks(pattern, { list: [{ a: 1 }, { c: 3, d: 4 }] }), true);
  });
});
