using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(Hypercall.Benchmarks.BookBenchmarks).Assembly).Run(args);
