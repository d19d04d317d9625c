import { expect, test } from '@jest/globals';
import { hepburn } from './hepburn.ts';

test.each([
  ['うと しりつ としょかん', 'Uto Shiritsu Toshokan'],
  ['きくち しりつ ちゅうおう としょかん', 'Kikuchi Shiritsu Chūō Toshokan'],
  ['おおづ ちょうりつ おおづ としょかん', 'Ōzu Chōritsu Ōzu Toshokan'],
  ['こうし し ゔぃーぶる としょかん', 'Kōshi-shi Vīburu Toshokan'],
  ['こうし し いずみがおか しみん せんたー としょかん', 'Kōshi-shi Izumigaoka Shimin Sentā Toshokan'],
  ['ひかわ ちょう はっか としょかん', 'Hikawa-chō Hakka Toshokan'],
  ['きくち しりつ しちじょう としょかん', 'Kikuchi Shiritsu Shichijō Toshokan'],
  ['きくち しりつ きょくし としょかん', 'Kikuchi Shiritsu Kyokushi Toshokan'],
  ['たまな し たいめい としょかん', 'Tamana-shi Taimei Toshokan'],
  ['きくよう まち としょかん', 'Kikuyō-machi Toshokan'],
  ['まっちゃ しんいち ぎゅうにゅう', 'Matcha Shin’ichi Gyūnyū'],
])('%s is read %s by somebody who knows Latin letters alone', (reading, latin) => {
  expect(hepburn(reading)).toBe(latin);
});
