using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Godwit.Providers.Dialects.Reading;

/// <summary>
/// A value in a client's request with its path. What has another type than asked for is a fault that names the path,
/// never an exception.
/// </summary>
/// <param name="value">The value.</param>
/// <param name="path">Its path, e.g. <c>messages[0].content</c>; empty for the body itself.</param>
/// <param name="faults">Where faults go.</param>
public readonly struct RequestNode(JsonElement value, string path, RequestFaults faults)
{
    /// <summary>The value itself.</summary>
    public JsonElement Value => value;

    public string Path => path;

    public JsonValueKind Kind => value.ValueKind;

    public bool IsNull => value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;

    /// <summary>The text; null for null, and for anything else, which is a fault.</summary>
    public string? Text()
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return Unicode(value);
        }

        return Refuse<string?>("a string");
    }

    /// <summary>The number; null for null, and for anything else, which is a fault.</summary>
    public double? Number() => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number)
        && double.IsFinite(number) ? number : Refuse<double?>("a number");

    /// <summary>The whole number; null for null, and for anything else, which is a fault.</summary>
    public long? WholeNumber() => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)
        ? number : Refuse<long?>("a whole number");

    /// <summary>True or false; null for null, and for anything else, which is a fault.</summary>
    public bool? Flag() => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => Refuse<bool?>("true or false"),
    };

    /// <summary>The items of a list; none for null, and for anything else, which is a fault.</summary>
    public IEnumerable<RequestNode> Items()
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            _ = Refuse<object?>("a list");
            yield break;
        }

        var i = 0;
        foreach (var item in value.EnumerateArray())
        {
            var number = i++.ToString(CultureInfo.InvariantCulture);
            yield return new RequestNode(item, $"{path}[{number}]", faults);
        }
    }

    /// <summary>The members of an object; none for null, and for anything else, which is a fault.</summary>
    public IEnumerable<(string Name, RequestNode Node)> Members()
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            _ = Refuse<object?>("an object");
            yield break;
        }

        foreach (var member in value.EnumerateObject())
        {
            var name = NameOf(member);
            yield return (name, new RequestNode(member.Value, path.Length == 0 ? name : $"{path}.{name}", faults));
        }
    }

    /// <summary>A member of an object; a node of kind Undefined when it is not there.</summary>
    public RequestNode Member(string name) => new(
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) ? member : default,
        path.Length == 0 ? name : $"{path}.{name}",
        faults);

    /// <summary>The text of a member that must be there.</summary>
    public string RequiredText(string name)
    {
        var member = Member(name);
        if (member.IsNull)
        {
            faults.Add(member.Path, "missing_required_parameter", $"'{member.Path}' is missing; it must be a string.");
            return "";
        }

        return member.Text() ?? "";
    }

    /// <summary>The text as UTF-8; empty for anything else, which is a fault.</summary>
    public ReadOnlyMemory<byte> Utf8()
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return Refuse<ReadOnlyMemory<byte>>("a string");
        }

        // Megabytes of base64, as a rule without an escape: one copy, and no text in between.
        var raw = JsonMarshal.GetRawUtf8Value(value);
        return raw.Contains((byte)'\\') ? Encoding.UTF8.GetBytes(Unicode(value) ?? "") : raw[1..^1].ToArray();
    }

    /// <summary>Adds a fault at this place.</summary>
    public void Fault(string code, string message) => faults.Add(path, code, message);

    private T? Refuse<T>(string expected)
    {
        if (!IsNull)
        {
            faults.Add(path, "invalid_type", $"Invalid type for '{path}': expected {expected}.");
        }

        return default;
    }

    private string? Unicode(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            faults.Add(path, "invalid_value", $"Invalid '{path}': the string is not valid Unicode.");
            return null;
        }
    }

    private string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            faults.Add(path, "invalid_value", $"A member's name in '{path}' is not valid Unicode.");
            return "";
        }
    }
}
