package dev.obverse.core.annotate;

import dev.obverse.core.loss.InverseDualLoss;
import org.jspecify.annotations.Nullable;

/**
 * What a model says of one pair.
 *
 * @param logit log-odds that the user likes the item
 * @param probability the same as a probability, in 0..1
 * @param loss the losses under either label and the weights that the Inverse Dual Loss gives them (Lin et al., WSDM 2024, section 3.1)
 * @param reason what the training labels say of the user and the item, or null for a model without its history
 */
public record Annotation(float logit, double probability, InverseDualLoss loss, @Nullable Reason reason) {}
