using Hypercall.Cli.Output;
using Hypercall.Cli.Verbs;

return CommandLine.Run(args, new Terminal());
