using Hypercall.Cli.Verbs;

StandardOutput.AttachConsole();
return await CommandLine.RunAsync(args, new Terminal());
