using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Xunit;

namespace Godwit.Policy.Tests.Configuration;

/// <summary>How enums of the configuration are written.</summary>
public class EnumTextTests
{
    public static TheoryData<Type> Enums =>
        [.. typeof(ConfigJsonContext).Assembly.GetTypes().Where(
            t => t.IsEnum && ConfigJsonContext.Default.GetTypeInfo(t) is not null
                && t.GetCustomAttribute<JsonConverterAttribute>()?.ConverterType is { IsGenericType: true } converter
                && converter.GetGenericTypeDefinition() == typeof(SnakeCaseEnumConverter<>))];

    [Theory]
    [MemberData(nameof(Enums))]
    public void Each_is_read_and_written_as_everywhere_else_and_by_the_converter_that_is_compiled_ahead(Type type)
    {
        var options = ConfigJsonContext.Default.Options;
        Assert.Equal("EnumText`1", ConfigJsonContext.Default.GetTypeInfo(type)!.Converter.GetType().Name);
        foreach (var value in Enum.GetValues(type))
        {
            var text = JsonSerializer.Serialize(value, type, JsonSerializerOptions.Default);
            Assert.Equal(text, JsonSerializer.Serialize(value, type, options));
            Assert.Equal(value, JsonSerializer.Deserialize(text, type, options));
            Assert.Equal(value, JsonSerializer.Deserialize(text.ToUpperInvariant(), type, options));
        }
    }

    [Theory]
    [InlineData("1")]
    [InlineData("\"1\"")]
    [InlineData("\"no_such_dialect\"")]
    [InlineData("null")]
    public void What_is_no_name_is_refused(string json) => Assert.Throws<JsonException>(
        () => JsonSerializer.Deserialize(json, typeof(Dialect), ConfigJsonContext.Default));

    [Fact]
    public void A_value_without_a_name_is_not_written() => Assert.Throws<JsonException>(
        () => JsonSerializer.Serialize((Dialect)9999, typeof(Dialect), ConfigJsonContext.Default));
}
