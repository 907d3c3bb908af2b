using System.Text.RegularExpressions;

namespace Hypercall.Gateway.Tests.Signing;

/// <summary>The table of gateway.md §3 has every type that a write is signed as, to the letter, and no other.</summary>
public sealed partial class SignedTypeTableTests
{
    private const string Opening = "<!-- signed types: as the code has them -->\n";
    private const string Closing = "<!-- end of signed types -->";

    [Fact]
    public void The_table_has_each_type_as_it_is_hashed()
    {
        string[] types =
            [.. typeof(SignedTypes).GetFields().Select(field => field.GetValue(null)).OfType<TypedStruct>()
                .Select(type => type.Text)];
        string[] rows = [.. Row().Matches(Table()).Select(match => match.Groups[1].Value)];

        Assert.NotEmpty(types);
        Assert.Equal(types, rows);
    }

    private static string Table()
    {
        string text = File.ReadAllText(Repository.PathOf("docs/gateway.md"));
        int start = text.IndexOf(Opening, StringComparison.Ordinal);
        int end = start < 0 ? -1 : text.IndexOf(Closing, start, StringComparison.Ordinal);
        Assert.True(end > 0, "docs/gateway.md has no marks for the table of signed types");
        return text[(start + Opening.Length)..end];
    }

    /// <summary>What stands first in a row, whatever it is: the heading and the line under it have no code.</summary>
    [GeneratedRegex(@"^\| `([^`]*)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
