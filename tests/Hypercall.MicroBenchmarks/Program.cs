using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(Hypercall.MicroBenchmarks.BookBenchmarks).Assembly).Run(args);
