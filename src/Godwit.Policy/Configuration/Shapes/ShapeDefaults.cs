using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Godwit.Policy.Configuration.Shapes;

/// <summary>Finds what a type's members hold when nothing is said, by reading the least document it accepts.</summary>
internal static class ShapeDefaults
{
    /// <summary>The members with their defaults.</summary>
    public static List<ShapeMember> Fill(IReadOnlyList<ShapeMember> members, JsonTypeInfo info)
    {
        var instance = JsonSerializer.Deserialize(Least(members), info);
        var written = JsonSerializer.SerializeToElement(instance, info);
        return [.. members.Select(member =>
            !member.Required && written.TryGetProperty(member.Name, out var value)
                ? member with { Default = value.GetRawText() }
                : member)];
    }

    private static string Least(IEnumerable<ShapeMember> members) =>
        "{" + string.Join(',', members.Where(m => m.Required).Select(m => $"\"{m.Name}\":{Least(m.Shape)}")) + "}";

    private static string Least(Shape shape) => shape switch
    {
        ObjectShape expected => Least(expected.Members),
        DictionaryShape => "{}",
        ListShape => "[]",
        ChoiceShape choice => $"\"{choice.Names[0]}\"",
        BooleanShape => "false",
        IntegerShape or NumberShape => "0",
        InstantShape => "\"2000-01-01T00:00:00Z\"",
        DayShape => "\"2000-01-01\"",
        _ => "\"\"",
    };
}
