using System.Text.Json;
using Godwit.TestSupport;
using Xunit;

namespace Godwit.FunctionalTests.Support;

/// <summary>What the .NET clients ask with, and how answers to it are told to be right.</summary>
internal static class Questions
{
    /// <summary>A city, as structured output.</summary>
    public const string CitySchema =
        """
        {"type":"object","properties":{"name":{"type":"string"},"population":{"type":"integer"}},
         "required":["name","population"],"additionalProperties":false}
        """;

    /// <summary>A PNG of 16 × 16 pixels.</summary>
    public static Task<byte[]> PictureAsync() => File.ReadAllBytesAsync(
        RepositoryRoot.Combine("tests", "Godwit.FunctionalTests", "clients", "tile.png"));

    /// <summary>The text is a city as its schema has it.</summary>
    public static void AssertCity(string text)
    {
        var city = JsonElement.Parse(text);
        Assert.Equal(JsonValueKind.String, city.GetProperty("name").ValueKind);
        Assert.Equal(JsonValueKind.Number, city.GetProperty("population").ValueKind);
    }
}
