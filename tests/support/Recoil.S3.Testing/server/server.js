// Serves a folder as S3 on a free port of the loopback address, until its standard input ends: it never outlives the tests.
// node server.js FOLDER BUCKET
const [folder, bucket] = process.argv.slice(2);
const S3rver = require('s3rver');

process.stdin.on('end', () => process.exit(0)).resume();
new S3rver({ address: '127.0.0.1', port: 0, silent: true, directory: folder, configureBuckets: [{ name: bucket, configs: [] }] })
  .run()
  .then(({ port }) => console.log(port))
  .catch((error) => {
    console.error(error.message);
    process.exit(1);
  });
