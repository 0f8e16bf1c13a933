module.exports = require('./ck-node21-linux64.js');
