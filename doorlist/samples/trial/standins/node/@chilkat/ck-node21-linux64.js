module.exports = require('../chilkat.js');
