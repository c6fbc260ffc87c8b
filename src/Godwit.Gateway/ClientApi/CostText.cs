using System.Globalization;
using Godwit.Policy.Pricing;

namespace Godwit.Gateway.ClientApi;

/// <summary>
/// A cost as <c>x-godwit-cost</c> has it: up to ten decimals without zeros at the end, and the currency.
/// </summary>
/// <remarks>Written by hand: a custom format of the runtime costs more than the decision about the request.</remarks>
internal static class CostText
{
    private const int Decimals = 10;
    private const decimal Scale = 10_000_000_000m;

    public static string Of(Cost cost)
    {
        // Beyond what fits no single request costs; it is written all the same.
        if (decimal.Abs(cost.Amount) >= long.MaxValue / Scale)
            return string.Create(CultureInfo.InvariantCulture, $"{cost.Amount:0.##########} {cost.Currency}");
        var scaled = (long)decimal.Round(cost.Amount * Scale, MidpointRounding.AwayFromZero);
        var (whole, fraction) = Math.DivRem(scaled, (long)Scale);
        Span<char> text = stackalloc char[48];
        var length = 0;
        if (scaled < 0 && whole == 0)
            text[length++] = '-';
        whole.TryFormat(text[length..], out var written, provider: CultureInfo.InvariantCulture);
        length += written;
        if (fraction != 0)
            length += WriteFraction(text[length..], Math.Abs(fraction));
        text[length++] = ' ';
        return string.Concat(text[..length], cost.Currency);
    }

    private static int WriteFraction(Span<char> text, long fraction)
    {
        text[0] = '.';
        for (var i = Decimals; i > 0; i--)
        {
            (fraction, var digit) = Math.DivRem(fraction, 10);
            text[i] = (char)('0' + digit);
        }

        return text[..(Decimals + 1)].TrimEnd('0').Length;
    }
}
