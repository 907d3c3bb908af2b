using Hypercall.Akka.Node.Verbs;

return await CommandLine.RunAsync(args);
