import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { typedMoney, typedNumber } from '../../src/model/text/typed-number.ts';

describe('a number as it is typed', () => {
  it('is read by the rules of the locale, and otherwise by the only rules by which it is a number', () => {
    for (const [typed, english, german] of [
      ['31.7', '31.7', '31.7'],
      ['31,7', '31.7', '31.7'],
      ['1,234.56', '1234.56', '1234.56'],
      ['1.234,56', '1234.56', '1234.56'],
      ['1,234', '1234', '1.234'],
      ['1.234', '1.234', '1234'],
      ['1.234.567', '1234567', '1234567'],
      ['12,34,567', '1234567', '1234567'],
      ['1 234 567,8', '1234567.8', '1234567.8'],
      ['1\u202F234', '1234', '1234'],
      ['1’234.50', '1234.50', '1234.50'],
      [' -5 ', '-5', '-5'],
      ['−5', '-5', '-5'],
      ['+5', '5', '5'],
      ['.5', '0.5', '0.5'],
      ['３１．７', '31.7', '31.7'],
      ['0012345', '0012345', '0012345'],
      ['123456789012345678', '123456789012345678', '123456789012345678'],
    ] as const)
      assert.deepEqual([typedNumber(typed, 'en'), typedNumber(typed, 'de')], [english, german], typed);
  });

  it('is nothing where it could only be guessed', () => {
    for (const typed of [
      '',
      '-',
      '.',
      '5.',
      '12 34',
      '0170 1234567',
      '1,2,3',
      '1.2.3,4',
      '1,234,56',
      '31,7 €',
      '1e5',
      '0x10',
      'NaN',
      '1--2',
      '٣',
    ])
      for (const locale of ['en', 'de', 'de-CH', 'en-IN']) assert.equal(typedNumber(typed, locale), undefined, `${typed} in ${locale}`);
  });
});

describe('an amount as it is typed', () => {
  it('has its currency before or after it, by sign or by code', () => {
    for (const [typed, locale, current, value] of [
      ['52,50 €', 'de', undefined, '52.50 EUR'],
      ['52,50\u00A0€', 'en', undefined, '52.50 EUR'],
      ['€52.50', 'en', undefined, '52.50 EUR'],
      ['-€52.50', 'en', undefined, '-52.50 EUR'],
      ['€-52.50', 'en', undefined, '-52.50 EUR'],
      ['−52,50 €', 'de', undefined, '-52.50 EUR'],
      ['1.234,50 EUR', 'de', undefined, '1234.50 EUR'],
      ['eur 5', 'en', undefined, '5 EUR'],
      ['52,50', 'de', 'EUR', '52.50 EUR'],
      ['£3', 'en', 'EUR', '3 GBP'],
      ['$3', 'en-US', undefined, '3 USD'],
      ['$3', 'en-US', 'CAD', '3 CAD'],
      ['CHF 1’250.00', 'de-CH', undefined, '1250.00 CHF'],
      ['US$3', 'en-GB', undefined, '3 USD'],
    ] as const)
      assert.equal(typedMoney(typed, locale, current), value, typed);
  });

  it('is nothing without a currency, or with one that is none or could be several', () => {
    for (const typed of ['', '52,50', '52,50 Taler', '€52.50 EUR', '€ 52.50 €', '€', 'EUR', 'kr 5', '1,2,3 €'])
      assert.equal(typedMoney(typed, 'de', undefined), undefined, typed);
  });
});
