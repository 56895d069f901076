// Archives and directories: links in them, and what is made to take more memory or time than it should.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Header } from 'tar';
import { auditAll } from '../../../../scripts/audit/collection.js';
import { collect } from '../../../../scripts/audit/inputs/collect.js';
import { LIMITS, type Limits } from '../../../../scripts/audit/limits.js';
import { POLICIES } from '../../../../scripts/audit/policy.js';
import { projectPath } from '../../../../scripts/project/paths.js';
import { skip } from '../../../support/skip.js';
import { pluginFixture, scratchPath } from '../fixtures.js';
import { type Member, tarOf, zipOf } from './make.js';

let count = 0;
function write(extension: string, bytes: Buffer): string {
  const path = scratchPath(`archive-${count++}.${extension}`);
  writeFileSync(path, bytes);
  return path;
}

async function audit(operand: string, limits: Partial<Limits> = {}) {
  const policy = { ...POLICIES.portable, limits: { ...LIMITS, ...limits } };
  const reports = await auditAll([operand], { policy });
  return Object.fromEntries(
    reports.map(({ file, linkTo, verdict, kind, findings }) => {
      const problem = findings.find(({ level }) => level !== 'pass');
      const path = file.slice(operand.length + 1).replaceAll('\\', '/');
      return [path, { verdict, kind, linkTo, check: problem?.check, message: problem?.message }];
    }),
  );
}

const LINKS: readonly Member[] = [
  { path: 'p/direct.so', to: 'real.so' },
  { path: 'p/twice.so', to: './direct.so' },
  { path: 'p/by-directory.so', to: '../alias/real.so' },
  { path: 'alias', to: 'p' },
  { path: 'p/blob.so', to: '../data/blob' },
  { path: 'p/dangling.so', to: 'none.so' },
  { path: 'p/itself.so', to: 'itself.so' },
  { path: 'p/loop.so', to: 'loop2.so' },
  { path: 'p/loop2.so', to: 'loop.so' },
  { path: 'p/above.so', to: '../../etc/real.so' },
  { path: 'p/absolute.so', to: '/etc/real.so' },
];

describe('links', () => {
  let library: Buffer;
  before(async () => {
    library = readFileSync(await pluginFixture('linuxmusl-x64'));
  });

  const found = (linkTo: string) => ({
    verdict: 'pass',
    kind: 'plugin',
    linkTo,
    check: undefined,
    message: undefined,
  });

  for (const extension of ['tar', 'tgz', 'zip'] as const) {
    it(`are followed inside a .${extension}, and never out of it`, async () => {
      const members = [
        ...LINKS,
        { path: './p/real.so', bytes: library },
        { path: 'data/blob', bytes: library },
      ];
      const tar = tarOf([...members, { path: 'p/hard.so', to: './p/real.so', hard: true }]);
      const bytes = { tar, tgz: gzipSync(tar), zip: zipOf(members) }[extension];
      const reports = await audit(write(extension, bytes));
      for (const name of ['direct', 'twice', 'by-directory']) {
        assert.deepEqual(reports[`p/${name}.so`], found('p/real.so'), name);
      }
      assert.deepEqual(reports['p/blob.so'], found('data/blob'));
      assert.equal(reports['p/real.so']?.linkTo, undefined);
      if (extension !== 'zip') assert.deepEqual(reports['p/hard.so'], found('p/real.so'));
      for (const [name, verdict, message] of [
        ['dangling', 'fail', /a link to "p\/none\.so", which is not in there/],
        ['itself', 'fail', /leads back to itself/],
        ['loop', 'fail', /leads back to itself/],
        ['loop2', 'fail', /leads back to itself/],
        ['above', 'warn', /outside the archive/],
        ['absolute', 'warn', /outside the archive/],
      ] as const) {
        const report = reports[`p/${name}.so`];
        assert.equal(report?.check, 'link', name);
        assert.equal(report?.verdict, verdict, name);
        assert.match(report?.message ?? '', message);
      }
    });
  }

  it('are followed inside a directory, and never out of it', async function () {
    if (process.platform === 'win32') skip(this, 'links need a privilege on Windows');
    const root = scratchPath('links');
    mkdirSync(join(root, 'p'), { recursive: true });
    mkdirSync(join(root, 'data'));
    mkdirSync(scratchPath('outside'), { recursive: true });
    for (const path of ['p/real.so', 'data/blob', '../outside/x.so'])
      writeFileSync(join(root, path), library);
    for (const { path, to } of LINKS) symlinkSync(to ?? '', join(root, path));
    symlinkSync('../../outside/x.so', join(root, 'p/out.so'));
    symlinkSync('../outside', join(root, 'elsewhere'));
    symlinkSync('user@host.1', join(root, 'p/.#real.so'));
    symlinkSync('none', join(root, 'p/readme'));
    const reports = await audit(root);
    assert.deepEqual(reports['p/direct.so'], found('p/real.so'));
    assert.deepEqual(reports['p/by-directory.so'], found('p/real.so'));
    assert.deepEqual(reports['p/blob.so'], found('data/blob'));
    assert.equal(reports['p/dangling.so']?.verdict, 'fail');
    assert.match(reports['p/loop.so']?.message ?? '', /leads back to itself/);
    for (const path of ['p/out.so', 'elsewhere']) {
      assert.equal(reports[path]?.verdict, 'warn', path);
      assert.match(reports[path]?.message ?? '', /outside the directory, and was not followed/);
    }
    assert.equal(Object.keys(reports).length, LINKS.length + 2);
  });

  it('do not decide where a needed library is looked for', async () => {
    const members = [
      { path: 'a/liba.so', bytes: library },
      { path: 'b/liba.so', to: '../a/liba.so' },
    ];
    const source = await collect(write('tar', tarOf(members)), LIMITS);
    const [first] = source.libraries;
    assert.ok(first);
    assert.equal(source.isBeside(first, '../b/liba.so'), true);
    assert.equal(source.isBeside(first, '../c/liba.so'), false);
  });
});

describe('limits', () => {
  const zeros = (size: number) => [{ path: 'a.so', bytes: Buffer.alloc(size) }];
  const MEBIBYTE = 1024 * 1024;

  for (const [what, extension, make, limit] of [
    ['members of a tar file', 'tar', () => tarOf(many(21)), { members: 20 }],
    ['members of a zip file', 'zip', () => zipOf(many(21)), { members: 20 }],
    ['bytes in all', 'tar', () => tarOf(zeros(MEBIBYTE)), { totalBytes: MEBIBYTE }],
    ['bytes in all', 'zip', () => zipOf([...zeros(MEBIBYTE)]), { totalBytes: MEBIBYTE - 1 }],
    ['the ratio', 'tgz', () => gzipSync(tarOf(zeros(65 * MEBIBYTE))), { ratio: 200 }],
    ['the ratio', 'zip', () => zipOf(zeros(65 * MEBIBYTE)), { ratio: 200 }],
  ] as const) {
    it(`end a .${extension} for ${what}`, async () => {
      const file = write(extension, make());
      const name = Object.keys(limit)[0] as string;
      await assert.rejects(audit(file, limit), (error: Error & { code: string; hint: string }) => {
        assert.equal(error.code, 'LIMIT_EXCEEDED');
        assert.match(
          error.message,
          new RegExp(`^Cannot audit ".*": it .* ${Object.values(limit)[0]} `),
        );
        assert.ok(error.hint.includes(`raise "limits": {"${name}": ...}`), error.hint);
        return true;
      });
    });
  }

  function many(size: number): Member[] {
    return Array.from({ length: size }, (_, index) => ({ path: `${index}.so` }));
  }

  it('keep the limit itself within them', async () => {
    assert.equal(
      Object.keys(await audit(write('tar', tarOf(many(20))), { members: 20 })).length,
      20,
    );
    const exact = { fileBytes: 1000, totalBytes: 1000 };
    const reports = await audit(write('zip', zipOf(zeros(1000))), exact);
    assert.equal(reports['a.so']?.check, 'readable');
    assert.match(reports['a.so']?.message ?? '', /begins with 00000000/);
  });

  for (const extension of ['tar', 'zip'] as const) {
    it(`let one member of a .${extension} fail alone`, async () => {
      const members = [...zeros(2000), { path: 'b.so', bytes: Buffer.from('text') }];
      const bytes = extension === 'tar' ? tarOf(members) : zipOf(members);
      const reports = await audit(write(extension, bytes), { fileBytes: 1999 });
      assert.match(reports['a.so']?.message ?? '', /it has more than 1999 bytes, the limit/);
      assert.match(reports['b.so']?.message ?? '', /it is text/);
    });
  }

  it('hold for directories and files', async () => {
    const root = scratchPath('crowd');
    mkdirSync(root);
    for (let index = 0; index < 21; index++) writeFileSync(join(root, `${index}.txt`), '');
    await assert.rejects(audit(root, { members: 20 }), { code: 'LIMIT_EXCEEDED' });
    const file = join(root, 'huge.so');
    writeFileSync(file, '');
    // Sparse where the file system knows that.
    truncateSync(file, LIMITS.fileBytes + 1);
    const { 'huge.so': report } = await audit(root);
    assert.match(report?.message ?? '', /it has more than 268435456 bytes/);
  });

  it('hold for directories that are too deep for the system', async function () {
    if (process.platform === 'win32') skip(this, 'long paths differ there');
    const root = scratchPath('deep');
    const name = 'd'.repeat(200);
    mkdirSync(root);
    // The shell gives up entering them where their path is too long.
    const loop = `for i in $(seq 25); do mkdir ${name} && cd ${name} || break; done; true`;
    execFileSync('sh', ['-c', loop], { cwd: root, stdio: 'ignore' });
    await assert.rejects(audit(root), {
      code: 'FILE_UNREADABLE',
      message: /Cannot list directory/,
    });
    execFileSync('rm', ['-rf', root]);
  });

  it('stop what many libraries take together', async () => {
    const library = readFileSync(await pluginFixture('linuxmusl-x64'));
    const links = many(100).map((member) => ({ ...member, to: 'real.so' }));
    const file = write('tar', tarOf([{ path: 'real.so', bytes: library }, ...links]));
    await assert.rejects(audit(file, { memory: 400_000 }), {
      code: 'LIMIT_EXCEEDED',
      message: /names and tables take more than 400000 bytes/,
    });
  });

  it('hold for long paths in an archive', async () => {
    const path = `${'d/'.repeat(600)}a.so`;
    const file = write('zip', zipOf([{ path }]));
    await assert.rejects(audit(file), { code: 'FILE_UNREADABLE', message: /longer than 1024/ });
  });
});

describe('damaged archives', () => {
  for (const [what, make, message] of [
    [
      'members that overlap',
      () => zipOf([{ path: 'a.so' }, { path: 'b.so' }], { overlap: true }),
      /overlaps/,
    ],
    ['text', () => Buffer.from('text'), /does not end as a zip file/],
    [
      'a cut-off directory',
      () => cutDirectory(zipOf([{ path: 'a.so' }])),
      /its directory has 50 bytes, and announces 42/,
    ],
    ['a member too few', () => announceMore(zipOf([{ path: 'a.so' }])), /unexpected EOF/],
  ] as const) {
    it(`ends for a zip file with ${what}`, async () => {
      await assert.rejects(audit(write('zip', make())), { code: 'FILE_UNREADABLE', message });
    });
  }

  for (const [what, options, message] of [
    ['says less than it has', { size: 5 }, /has more bytes than the 5 that it announces/],
    ['says more than it has', { size: 5000 }, /has 1000 bytes, expected 5000/],
    ['has an unknown method', { method: 12 }, /by method 12/],
    ['is encrypted', { flags: 1 }, /is encrypted/],
  ] as const) {
    it(`lets a member of a zip file fail that ${what}`, async () => {
      const file = write('zip', zipOf([{ path: 'a.so', bytes: Buffer.alloc(1000, 'x') }], options));
      const report = (await audit(file))['a.so'];
      assert.equal(report?.check, 'readable');
      assert.match(report?.message ?? '', message);
    });
  }

  it('lets a member fail whose checksum differs', async () => {
    const bytes = zipOf([{ path: 'a.so', bytes: Buffer.from('text') }], { method: 0 });
    bytes.write('tEXt', bytes.indexOf('text'));
    assert.match((await audit(write('zip', bytes)))['a.so']?.message ?? '', /checksum/);
  });

  it('lets sparse members of a tar file fail', async () => {
    const bytes = Buffer.alloc(10);
    const file = write(
      'tar',
      tarOf([
        { path: 'a.so', bytes, type: 'SparseFile' },
        { path: 'GNUSparseFile.0/b.so', bytes },
      ]),
    );
    const reports = await audit(file);
    for (const path of ['a.so', 'GNUSparseFile.0/b.so']) {
      assert.match(reports[path]?.message ?? '', /stored as a sparse file/, path);
    }
  });

  it('ends for a tar file with a huge header or compressed twice', async () => {
    const huge = {
      path: 'x',
      type: 'ExtendedHeader',
      bytes: Buffer.alloc(2_000_000, 'x'),
    } as const;
    const library = { path: 'a.so' };
    await assert.rejects(audit(write('tar', tarOf([huge, library]))), {
      code: 'FILE_UNREADABLE',
      message: /a header of 2000000 bytes/,
    });
    await assert.rejects(audit(write('tgz', gzipSync(gzipSync(tarOf([library]))))), {
      code: 'FILE_UNREADABLE',
      message: /compressed twice/,
    });
  });

  it('reads zip files with 64-bit fields', async () => {
    const members = ['a', 'b'].map((name) => ({ path: `${name}.so`, bytes: Buffer.from('#!x') }));
    const reports = await audit(write('zip', zipOf(members, { wide: true })));
    for (const path of ['a.so', 'b.so']) assert.match(reports[path]?.message ?? '', /a script/);
  });

  it('reads the last of several members of one path', async () => {
    const twice = ['first', '#!x'].map((text) => ({ path: 'a.so', bytes: Buffer.from(text) }));
    for (const file of [write('tar', tarOf(twice)), write('whl', zipOf(twice))]) {
      assert.match((await audit(file))['a.so']?.message ?? '', /it is a script/);
    }
  });
});

describe('memory', function () {
  this.timeout(120_000);

  /** What auditing a file takes at most, in MiB, and the code of the error. */
  function measure(file: string): { peak: number; result: string } {
    const program = `
      import { auditAll } from ${JSON.stringify(`file://${projectPath('lib/scripts/audit/collection.js')}`)};
      import { POLICIES } from ${JSON.stringify(`file://${projectPath('lib/scripts/audit/policy.js')}`)};
      const result = await auditAll([${JSON.stringify(file)}], { policy: POLICIES.portable }).then(
        (reports) => reports[0].findings[0].message, (error) => error.code);
      console.log(JSON.stringify({ peak: process.resourceUsage().maxRSS / 1024, result }));`;
    return JSON.parse(
      execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }),
    );
  }

  it('is bounded for archives that unpack to more than they should', async () => {
    // 700 MiB in 700 KB: the same compressed block again and again, as gzip allows it.
    const block = gzipSync(Buffer.alloc(100 * 1024 * 1024));
    const header = Buffer.alloc(512);
    new Header({ path: 'a.so', size: 700 * 1024 * 1024, type: 'File' }).encode(header);
    const tgz = Buffer.concat([gzipSync(header), ...Array.from({ length: 7 }, () => block)]);
    const zip = zipOf([{ path: 'a.so', bytes: Buffer.alloc(300 * 1024 * 1024) }]);
    for (const file of [write('tgz', tgz), write('zip', zip)]) {
      const { peak, result } = measure(file);
      assert.match(result, /LIMIT_EXCEEDED|the limit of the audit/);
      assert.ok(peak < 500, `${peak} MiB`);
    }
  });

  it('is bounded for libraries whose names overlap', async () => {
    const { peak, result } = measure(write('so', overlappingElf(20 * 1024 * 1024)));
    assert.match(result, /16 times its size|names and tables take more/);
    assert.ok(peak < 900, `${peak} MiB`);
  });
});

/** The directory has one byte less than it needs. */
function cutDirectory(zip: Buffer): Buffer {
  const field = zip.length - 10;
  zip.writeUInt32LE(zip.readUInt32LE(field) - 8, field);
  return zip;
}

/** The directory announces a member more than it has. */
function announceMore(zip: Buffer): Buffer {
  const field = zip.length - 12;
  zip.writeUInt16LE(zip.readUInt16LE(field) + 1, field);
  return zip;
}

/** An ELF library of this size whose symbols have names of 64 KiB that overlap. */
function overlappingElf(size: number): Buffer {
  const bytes = Buffer.alloc(size, 'a');
  const strings = 1024 * 1024;
  const table = strings + 4096;
  const count = Math.floor((size - table - 4096) / 24);
  const hash = size - 4096;
  bytes.fill(0, 0, 1024);
  bytes.write('7f454c4602010100', 'hex');
  bytes.writeUInt16LE(3, 16);
  bytes.writeUInt16LE(62, 18);
  bytes.writeBigUInt64LE(64n, 32);
  bytes.writeUInt16LE(56, 54);
  bytes.writeUInt16LE(2, 56);
  const header = (at: number, type: number, offset: number, length: number) => {
    bytes.writeUInt32LE(type, at);
    for (const field of [8, 16]) bytes.writeBigUInt64LE(BigInt(offset), at + field);
    for (const field of [32, 40]) bytes.writeBigUInt64LE(BigInt(length), at + field);
  };
  header(64, 1, 0, size);
  header(120, 2, 512, 80);
  const dynamic = [5, 0, 10, strings, 6, table, 4, hash];
  for (const [index, value] of dynamic.entries())
    bytes.writeBigUInt64LE(BigInt(value), 512 + 8 * index);
  bytes.writeBigUInt64LE(2048n, 520);
  bytes.writeUInt32LE(count, hash + 4);
  for (let index = 0; index < count; index++) {
    const at = table + 24 * index;
    bytes.fill(0, at, at + 24);
    bytes.writeUInt32LE(index % 900_000, at);
    bytes.writeUInt8(0x12, at + 4);
  }
  return bytes;
}
