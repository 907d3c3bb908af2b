using Hypercall.Actors.Storage;

namespace Hypercall.Actors.Hosting;

/// <summary>A setting is missing, unknown, or has a value it does not take: the start ends.</summary>
public sealed class SettingException : Exception
{
    /// <summary>A setting that is missing or has a value it does not take.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="takes">What it takes.</param>
    /// <param name="found">What it has, told unless it may be a secret; null where it is missing.</param>
    /// <param name="inner">What found it out.</param>
    public SettingException(string path, string takes, string? found, Exception? inner = null)
        : this(
            path,
            found is null
                ? $"setting '{path}' is missing: it takes {takes}"
                : $"setting '{path}' is {Shown(found)}: it takes {takes}",
            inner)
    {
    }

    private SettingException(string path, string message, Exception? inner)
        : base(message, inner) => Path = path;

    /// <summary>The setting's full path, or the file's.</summary>
    public string Path { get; }

    /// <summary>
    /// A value that is never shown: a password may be a part of it, and of what its provider says of it.
    /// </summary>
    internal static SettingException Secret(string path, string takes) =>
        new(path, $"setting '{path}' is {ConnectionText.NotShown}: it takes {takes}", inner: null);

    internal static SettingException Unknown(string path) =>
        new(
            path,
            $"setting '{path}' is unknown: hocon/reference.conf and hocon/cluster.conf list all there are",
            inner: null);

    private static string Shown(string found) =>
        ConnectionText.HoldsSecret(found) ? ConnectionText.NotShown : $"'{found}'";

    internal static SettingException Unreadable(string file, Exception cause) =>
        new(file, $"settings file '{file}' cannot be read: {cause.Message}", cause);
}
