using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Godwit.Simulator.Faults;

/// <summary>Reads and writes faults as text and as named fields.</summary>
internal static class FaultSyntax
{
    private const string Fields = "times, for, after_chunks, retry_after, delay, model, probability";

    public static bool TryParse(
        string? text, [NotNullWhen(true)] out Fault? fault, [NotNullWhen(false)] out string? error)
    {
        string[] parts = (text ?? "").Split(':');
        List<KeyValuePair<string, string>> fields = [];
        fault = null;
        foreach (string part in parts.Skip(1))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                fields.Add(new(part[..equals].Trim(), part[(equals + 1)..].Trim()));
            }
            else if (fields.Count > 0 && fields[^1].Key == "model")
            {
                // Model names such as "qwen3:8b" carry colons of their own.
                fields[^1] = new("model", fields[^1].Value + ":" + part);
            }
            else
            {
                error = $"'{part}' in fault '{text}' is not field=value; the fields are {Fields}";
                return false;
            }
        }

        return TryBuild(parts[0], fields, out fault, out error);
    }

    public static bool TryBuild(
        string kindName,
        IEnumerable<KeyValuePair<string, string>> fields,
        [NotNullWhen(true)] out Fault? fault,
        [NotNullWhen(false)] out string? error)
    {
        fault = null;
        if (!FaultNames.TryGet(kindName, out FaultKind kind))
        {
            error = $"unknown fault '{kindName}'; the kinds are {FaultNames.Accepted}";
            return false;
        }

        Fault built = new() { Kind = kind };
        foreach ((string name, string value) in fields)
        {
            Fault? next = With(built, name, value, out error);
            if (next is null)
            {
                error ??= $"'{name}={value}' of fault '{kindName}' is not valid";
                return false;
            }

            built = next;
        }

        fault = built;
        error = null;
        return true;
    }

    public static string Format(Fault fault)
    {
        StringBuilder text = new(FaultNames.Of(fault.Kind));
        Append(text, "times", fault.Times?.ToString(CultureInfo.InvariantCulture));
        Append(text, "for", fault.For is { } period ? DurationText.Format(period) : null);
        Append(text, "after_chunks", fault.AfterChunks?.ToString(CultureInfo.InvariantCulture));
        Append(text, "retry_after", fault.RetryAfter is { } retry ? DurationText.Format(retry) : null);
        Append(text, "delay", fault.Delay is { } delay ? DurationText.Format(delay) : null);
        Append(text, "probability", fault.Probability?.ToString("R", CultureInfo.InvariantCulture));
        Append(text, "model", fault.Model);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string name, string? value)
    {
        if (value is not null)
        {
            text.Append(':').Append(name).Append('=').Append(value);
        }
    }

    private static Fault? With(Fault fault, string name, string value, out string? error)
    {
        error = null;
        switch (name)
        {
            case "times" when Count(value, 1) is { } times:
                return fault with { Times = times };
            case "after_chunks" when Count(value, 0) is { } chunks:
                return fault with { AfterChunks = chunks };
            case "for" when DurationText.TryParse(value, out TimeSpan period):
                return fault with { For = period };
            case "retry_after" when DurationText.TryParse(value, out TimeSpan retry):
                return fault with { RetryAfter = retry };
            case "delay" when DurationText.TryParse(value, out TimeSpan delay):
                return fault with { Delay = delay };
            case "model" when value.Length > 0:
                return fault with { Model = value };
            case "probability" when double.TryParse(value, CultureInfo.InvariantCulture, out double p)
                && p is >= 0 and <= 1:
                return fault with { Probability = p };
        }

        error = name switch
        {
            "times" => $"'times={value}' has to be a whole number from 1",
            "after_chunks" => $"'after_chunks={value}' has to be a whole number from 0",
            "for" or "retry_after" or "delay" => $"'{name}={value}' has to be a duration such as 500ms, 2s or 1m",
            "model" => "'model=' has to name a model",
            "probability" => $"'probability={value}' has to be a number from 0 to 1",
            _ => $"unknown field '{name}' of a fault; the fields are {Fields}",
        };
        return null;
    }

    private static int? Count(string value, int least) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count >= least
            ? count
            : null;
}
