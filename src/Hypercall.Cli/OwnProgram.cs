namespace Hypercall.Cli;

/// <summary>This program once more, as a process of its own.</summary>
internal static class OwnProgram
{
    /// <summary>The file of this build.</summary>
    public static string Assembly => typeof(OwnProgram).Assembly.Location;

    /// <summary>How to start it, which is by the assembly's own launcher or by dotnet with the assembly.</summary>
    public static ProcessStartInfo With(params IEnumerable<string> arguments)
    {
        string program = Environment.ProcessPath ?? throw new InvalidOperationException("the process has no path");
        var start = new ProcessStartInfo(program);
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            start.ArgumentList.Add(Assembly);
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        // A process that is killed would leave the runtime's diagnostic pipes behind among the temporary files.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        // It lives for seconds: what the compiler measures for later would not pay.
        start.Environment["DOTNET_TieredPGO"] = "0";
        return start;
    }

    /// <summary>How to start a build of the program as it is: by its launcher, or its assembly by dotnet.</summary>
    public static ProcessStartInfo Of(string file, IEnumerable<string> arguments) => Path.GetExtension(file) == ".dll"
        ? new ProcessStartInfo("dotnet", [file, .. arguments])
        : new ProcessStartInfo(file, arguments);
}
