using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Godwit.Policy.Configuration.Shapes;

/// <summary>
/// Reads the shape of a type from its generated JSON metadata, so that validators and schema cannot disagree with it.
/// </summary>
internal static class ShapeReader
{
    public static Shape Read(JsonTypeInfo info)
    {
        if (Nullable.GetUnderlyingType(info.Type) is { } underlying)
            return Read(info.Options.GetTypeInfo(underlying));
        return info.Kind switch
        {
            JsonTypeInfoKind.Object => ReadObject(info),
            JsonTypeInfoKind.Enumerable => new ListShape(Read(info.Options.GetTypeInfo(info.ElementType!))),
            JsonTypeInfoKind.Dictionary => ReadDictionary(info),
            _ => ReadScalar(info),
        };
    }

    private static ObjectShape ReadObject(JsonTypeInfo info)
    {
        var members = info.Properties.Select(property => new ShapeMember(
            property.Name,
            Read(info.Options.GetTypeInfo(property.PropertyType)),
            property.IsRequired,
            Description(property.AttributeProvider),
            null)).ToList();
        members = ShapeDefaults.Fill(members, info);
        var shorthand = info.Type.GetCustomAttribute<ShorthandAttribute>()?.Member;
        return new ObjectShape(members)
        {
            Shorthand = shorthand is null
                ? null
                : members.Single(m => m.Name == JsonNamingPolicy.SnakeCaseLower.ConvertName(shorthand)),
        };
    }

    private static DictionaryShape ReadDictionary(JsonTypeInfo info) => new(
        info.KeyType!.IsEnum ? ReadChoice(info.Options.GetTypeInfo(info.KeyType)) : null,
        Read(info.Options.GetTypeInfo(info.ElementType!)));

    private static Shape ReadScalar(JsonTypeInfo info) => info.Type switch
    {
        var t when t == typeof(string) => new TextShape(),
        var t when t == typeof(bool) => new BooleanShape(),
        var t when t == typeof(int) => new IntegerShape(int.MinValue, int.MaxValue),
        var t when t == typeof(long) => new IntegerShape(long.MinValue, long.MaxValue),
        var t when t == typeof(decimal) => new NumberShape(),
        var t when t == typeof(DateTimeOffset) => new InstantShape(),
        var t when t == typeof(DateOnly) => new DayShape(),
        { IsEnum: true } => ReadChoice(info),
        _ => throw new NotSupportedException($"Configuration types do not use {info.Type}."),
    };

    // The serializer itself is asked for each name: it alone knows about naming policies and exceptions to them.
    private static ChoiceShape ReadChoice(JsonTypeInfo info)
    {
        var names = new List<string>();
        foreach (var value in Enum.GetValuesAsUnderlyingType(info.Type))
            names.Add(JsonSerializer.Serialize(Enum.ToObject(info.Type, value), info).Trim('"'));
        return new ChoiceShape(names);
    }

    private static string? Description(ICustomAttributeProvider? provider) =>
        provider?.GetCustomAttributes(typeof(DescriptionAttribute), false) is [DescriptionAttribute found, ..]
            ? found.Description
            : null;
}
