namespace Hypercall.Actors.Protocol;

/// <summary>Texts from elsewhere, an exception's above all, as part of a line of ours.</summary>
public static class OneLine
{
    /// <summary>The text with its line breaks as blanks.</summary>
    public static string Of(string text) => string.Join(
        ' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
