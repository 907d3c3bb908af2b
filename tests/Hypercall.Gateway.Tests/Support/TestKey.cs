// The key with which the bench signs.
global using TestKey = Hypercall.Cli.Bench.SigningKey;
