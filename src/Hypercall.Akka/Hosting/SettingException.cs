namespace Hypercall.Akka.Hosting;

/// <summary>A setting is missing or has a value it does not take: the start ends.</summary>
public sealed class SettingException : Exception
{
    internal SettingException(string path, string takes, string? found, Exception? inner = null)
        : base(
            found is null
                ? $"setting '{path}' is missing: it takes {takes}"
                : $"setting '{path}' is '{found}': it takes {takes}",
            inner) => Path = path;

    /// <summary>The setting's full path.</summary>
    public string Path { get; }
}
