using Hypercall.GreeksReference;

// Usage: dotnet run --project tests/Hypercall.GreeksReference -- tests/Hypercall.Engine.Tests/Greeks
if (args is not [string folder])
{
    Console.Error.WriteLine("usage: Hypercall.GreeksReference FOLDER");
    return 2;
}

File.WriteAllText(Path.Combine(folder, "FunctionReference.csv"), FunctionTable.Write());
File.WriteAllText(Path.Combine(folder, "GreeksReference.csv"), GreeksTable.Write());
return 0;
