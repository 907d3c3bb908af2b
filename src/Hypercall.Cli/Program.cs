using Hypercall.Cli.Verbs;

return await CommandLine.RunAsync(args, new Terminal());
