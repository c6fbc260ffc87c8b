using System.Text.Json;
using Godwit.Policy.Configuration;

namespace Godwit.Policy.Catalog;

/// <summary>A dialect as people write it.</summary>
public static class DialectText
{
    private static readonly string[] Names =
    [
        .. Enum.GetValues<Dialect>()
            .Select(dialect => JsonSerializer.Serialize(dialect, ConfigJsonContext.Default.Dialect).Trim('"')),
    ];

    /// <summary>Its name in resources, e.g. <c>openai_chat</c>.</summary>
    public static string Of(Dialect dialect) => Names[(int)dialect];
}
