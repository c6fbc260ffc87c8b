using System.Globalization;
using Godwit.Policy.Contracts;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.Native;

/// <summary>Brings numbers into the range that a provider takes, and reports it.</summary>
internal static class NumberRange
{
    public static double Clamp(
        GenAIRequest request, LossReport losses, double value, double least, double most, RequestField field)
    {
        var taken = Math.Clamp(value, least, most);
        if (taken != value)
        {
            losses.Add(
                LossKind.Clamped, request.PathOf(field),
                string.Create(CultureInfo.InvariantCulture, $"From {least} to {most} is taken."));
        }

        return taken;
    }
}
